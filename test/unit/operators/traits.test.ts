/** What the record of an operator says it is, against what the float64 reference computes; and the names that rules go by. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAffine, type Role, type Traits } from '../../../src/graph/traits';
import { operatorNames, operators } from '../../../src/operators';
import { isFloat, toNumbers } from '../../../src/shared/tensor';
import { allCases } from './cases';
import { build, seeded, type Case } from './cases/case';
import { array64, type Array64 } from './reference/array64';
import { interpret } from './reference/interpreter';

const traits = (op: string): Traits => operators(op, '')!;
const playing = (...roles: Role[]): string[] => operatorNames.filter((op) => roles.includes(traits(op).role));

interface Numbers {
  /** Of every input, constants included. */
  inputs: (Array64 | undefined)[];
  output: Array64;
}

/** One application, with other numbers for the first input if given. */
function apply(test: Case, first?: Float64Array): Numbers {
  const { node, graph, feeds } = build(test);
  const wide = Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => [name, array64(tensor.shape, toNumbers(tensor))]),
  );
  if (first) wide['x0'] = { shape: wide['x0']!.shape, data: first };
  const values = interpret(graph, wide);
  return { inputs: node.inputs.map((name) => values.get(name)), output: values.get(node.outputs[0]!)! };
}

function each(names: readonly string[], check: (test: Case) => void): void {
  assert.ok(names.length > 0);
  for (const op of names) for (const test of allCases) if (test.op === op) check(test);
}

const isOneOf = (values: readonly number[]): ((value: number) => boolean) => {
  const found = new Set(values);
  return (value) => found.has(value);
};

describe('what operators are', () => {
  it('is told by every record', () => {
    const without = operatorNames.filter((op) => !traits(op).role);
    assert.deepEqual(without, []);
  });

  it('nothing that is called non-negative is ever negative', () => {
    each(
      operatorNames.filter((op) => traits(op).nonNegative),
      (test) => assert.ok(apply(test).output.data.every((value) => !(value < 0)), test.name), // prettier-ignore
    );
  });

  it('copies hand on their operand, or the other sign of it', () => {
    each(playing('copy'), (test) => {
      const { inputs, output } = apply(test);
      const sign = traits(test.op).negates === 0 ? -1 : 1;
      if (isFloat(test.inputs[0]!.dtype ?? 'float32') && isFloat(build(test).graph.outputs[0]!.dtype))
        output.data.forEach((value, i) => assert.equal(value, sign * inputs[0]!.data[i]!, test.name));
    });
  });

  it('rearrangements have every value once', () => {
    each(playing('rearrange'), (test) => {
      const { inputs, output } = apply(test);
      assert.deepEqual(Float64Array.from(output.data).sort(), Float64Array.from(inputs[0]!.data).sort(), test.name);
    });
  });

  it('selections are values of their operands', () => {
    each(playing('select'), (test) => {
      const { inputs, output } = apply(test);
      const isThere = isOneOf(inputs.flatMap((input) => (input ? Array.from(input.data) : [])));
      assert.ok(output.data.every((value) => isThere(value) || !Number.isFinite(value)), test.name); // prettier-ignore
    });
  });

  it('what is affine takes the middle of two inputs to the middle of two outputs', () => {
    each(operatorNames.filter((op) => isAffine(traits(op))), (test) => {
      const [first] = test.inputs;
      if (!first || first.constant || !isFloat(first.dtype ?? 'float32')) return;
      if (test.attributes?.['reduction'] && test.attributes['reduction'] !== 'add') return;
      const here = apply(test);
      if (!isFloat(build(test).graph.outputs[0]!.dtype)) return;
      const random = seeded(`${test.name} elsewhere`);
      const there = Float64Array.from(here.inputs[0]!.data, () => 4 * random() - 2);
      const middle = there.map((value, i) => (value + here.inputs[0]!.data[i]!) / 2);
      const other = apply(test, there).output;
      apply(test, middle).output.data.forEach((value, i) => {
        const expected = (here.output.data[i]! + other.data[i]!) / 2;
        if (Number.isFinite(expected))
          assert.ok(Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${test.name}: ${value} is not ${expected}`); // prettier-ignore
      });
    }); // prettier-ignore
  });

  it('value by value: an output changes with the inputs at its place alone', () => {
    each(operatorNames.filter((op) => traits(op).axes === 'value by value'), (test) => {
      const [first] = test.inputs;
      const { inputs, output } = apply(test);
      if (!first || first.constant || output.data.length !== inputs[0]!.data.length) return;
      const at = Math.floor(output.data.length / 2);
      const changed = Float64Array.from(inputs[0]!.data);
      changed[at] = inputs[0]!.data.at(at) === 0 ? 1 : 0;
      apply(test, changed).output.data.forEach((value, i) => {
        if (i !== at) assert.ok(Object.is(value, output.data[i]), `${test.name}: place ${i} changed with place ${at}`);
      });
    }); // prettier-ignore
  });

  it('channels first: as many samples come out, and as many axes', () => {
    each(operatorNames.filter((op) => traits(op).axes === 'channels first'), (test) => {
      const { inputs, output } = apply(test);
      assert.deepEqual([output.shape[0], output.shape.length], [inputs[0]!.shape[0], inputs[0]!.shape.length], test.name);
    }); // prettier-ignore
  });

  it('trained operands are operands that the cases have, and floats', () => {
    for (const op of operatorNames)
      for (const i of traits(op).trained ?? [])
        assert.ok(allCases.some((test) => test.op === op && test.inputs[i] && isFloat(test.inputs[i].dtype ?? 'float32')), `${op}, operand ${i}`); // prettier-ignore
  });
});

describe('names of operators in rules', () => {
  /** Operators that run without a record: recurrent layers, networks in integers, and what older files call Resize. */
  const withoutRecord = ['LSTM', 'GRU', 'RNN', 'QuantizeLinear', 'DequantizeLinear', 'Upsample', 'Scatter'];

  it('are names of operators that exist', () => {
    const strange: string[] = [];
    for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?:\.|\b)op [!=]== '(\w+)'/g))
        if (!operatorNames.includes(name!) && !withoutRecord.includes(name!)) strange.push(`${path}: ${name}`);
    }
    assert.deepEqual(strange, []);
  });
});
