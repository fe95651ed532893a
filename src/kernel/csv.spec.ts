import { csv } from './csv.ts';

describe('csv', () => {
  it('quotes what would end a cell or a line', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['1;2', 'says "no"\nand goes'],
          [null, ''],
        ],
      ),
    ).toBe('\uFEFFa;b\r\n"1;2";"says ""no""\nand goes"\r\n;\r\n');
  });

  it.each(['=1+1', '+45', '-1', '@SUM(A1)', '\tx', '\r=1'])('lets no spreadsheet compute %j', (text) => {
    expect(csv(['a'], [[text]])).toContain(`'${text}`);
  });
});
