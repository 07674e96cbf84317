/** Which folders are offered as data, from the paths of pictures alone. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pictureFolders } from '../../../src/editor/ask/pictureFolders';

describe('folders of pictures', () => {
  const folders = (...paths: string[]) => pictureFolders(paths.map((path) => join('/w', path)));

  it('are those of several pictures', () => {
    assert.deepEqual(folders('a/1.png', 'a/2.png', 'b/1.png'), [
      { path: join('/w'), pictures: 3, classes: 2 },
      { path: join('/w/a'), pictures: 2 },
    ]);
  });

  it('and above them those whose sub-folders are classes', () => {
    assert.deepEqual(folders('set/cat/1.png', 'set/dog/1.png', 'set/dog/2.png'), [
      { path: join('/w/set'), pictures: 3, classes: 2 },
      { path: join('/w/set/dog'), pictures: 2 },
    ]);
  });

  it('not those with pictures of their own beside the sub-folders: some would have no label', () => {
    assert.deepEqual(
      folders('set/0.png', 'set/cat/1.png', 'set/dog/1.png').filter(({ classes }) => classes),
      [],
    );
  });
});
