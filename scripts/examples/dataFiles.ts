/** The data files of the examples, as bytes by name. */
import { encodeNpz, encodePng } from '../../src/formats';
import { int64 } from '../../src/shared/tensor';
import { CLASSES, classNames, drawDigits, seeds } from './dataset';
import { SIDE } from './draw';
import { drawPhoto } from './photo';
import { wordQuestions, wordVectors } from './words';

const PICTURES_PER_CLASS = 2;
const TEST_DIGITS = 200;
const PHOTO_DIGIT = 5;

export function dataFiles(): Map<string, Uint8Array> {
  const test = drawDigits(TEST_DIGITS, seeds.test);
  return new Map([
    ['digits.labels.txt', new TextEncoder().encode(`${classNames.join('\n')}\n`)],
    ['digits.npz', encodeNpz({ images: test.images, labels: int64([TEST_DIGITS], test.labels) })],
    ...pictures(),
    [`digits/chalk-${PHOTO_DIGIT}.jpg`, drawPhoto(PHOTO_DIGIT, seeds.photo)],
    ['words.vec', new TextEncoder().encode(wordVectors())],
    ['words-questions.txt', new TextEncoder().encode(wordQuestions())],
  ]);
}

/** 0-a.png … 9-a.png, 0-b.png … */
function pictures(): [name: string, bytes: Uint8Array][] {
  const { images, labels } = drawDigits(PICTURES_PER_CLASS * CLASSES, seeds.pictures);
  return labels.map((digit, i) => {
    const levels = images.data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    const data = Uint8Array.from(levels, (level) => Math.round(255 * level));
    const letter = String.fromCharCode('a'.charCodeAt(0) + Math.floor(i / CLASSES));
    return [`digits/${digit}-${letter}.png`, encodePng({ dtype: 'uint8', shape: [SIDE, SIDE, 1], data })];
  });
}
