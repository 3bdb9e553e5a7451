import { describe, expect, test } from 'vitest'
import { splitStatements } from './statements.ts'

describe('splitStatements', () => {
  test('cuts at semicolons and drops what is only comment', () => {
    expect(splitStatements('-- a; b\ncreate table a (x int);\n\ncreate index i on a (x)  ;\n-- the end;\n')).toEqual([
      '-- a; b\ncreate table a (x int)',
      'create index i on a (x)',
    ])
  })

  test.each([
    ['a function body', 'create function f() returns void language plpgsql as $$ begin a; b; end $$'],
    ['a tagged body that holds $$', 'do $body$ begin perform $$;$$; end $body$'],
    ['a string with a doubled quote', "insert into a values ('it''s; so')"],
    ['a quoted name', 'create table "odd;name" (x int)'],
    ['a comment', 'create table a (x int /* one; two */)'],
    ['a comment with a quote in it', "create table a ( -- it's; fine\n x int)"],
  ])('keeps %s whole', (_, statement) => {
    expect(splitStatements(`${statement};\nselect 1;`)).toEqual([statement, 'select 1'])
  })

  test('a file of comments has no statements', () => {
    expect(splitStatements('-- nothing yet;\n')).toEqual([])
  })
})
