import Pdf from 'pdfkit';

/** A cell of a table; the first row is its head. */
export type Row = readonly string[];

export interface Sheet {
  heading: (level: 1 | 2, text: string) => void;
  paragraph: (text: string) => void;
  table: (heads: Row, rows: readonly Row[], widths: readonly (number | '*')[]) => void;
}

const margin = 48;
const regular = 'Helvetica';
const bold = 'Helvetica-Bold';
const lineBelow: [number, number, number, number] = [0, 0, 0.5, 0];

/**
 * A tagged A4 document in Danish, with the foot on each page. Its fonts are those that every reader has, which hold Western
 * European letters: another letter is shown without its marks, and where that does not help as a question mark.
 */
export async function writePdf(
  { title, foot, at }: { title: string; foot: string; at: Date },
  fill: (sheet: Sheet) => void,
): Promise<Buffer> {
  const document = new Pdf({
    size: 'A4',
    margin,
    lang: 'da-DK',
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.7',
    bufferPages: true,
    info: { Title: title, Producer: 'Dosisflow', Creator: 'Dosisflow', CreationDate: at },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const root = document.struct('Document');
  document.addStructure(root);
  const tagged = (tag: string, write: () => void): void => {
    root.add(document.struct(tag, {}, write));
  };
  fill({
    heading: (level, text) =>
      tagged(`H${level}`, () => {
        if (level === 2) document.moveDown(0.8);
        document
          .font(bold)
          .fontSize(level === 1 ? 18 : 13)
          .text(written1252(text))
          .moveDown(0.3);
      }),
    paragraph: (text) => tagged('P', () => document.font(regular).fontSize(10).text(written1252(text)).moveDown(0.2)),
    table: (heads, rows, widths) => {
      const table = document.struct('Table');
      root.add(table);
      document.font(regular).fontSize(9);
      // A variable, for the types of the package do not know `structParent` yet.
      const options = {
        structParent: table,
        defaultStyle: { border: lineBelow, borderColor: '#bfbfbf', padding: 3 },
        columnStyles: [...widths],
        data: [
          heads.map((head) => ({ text: written1252(head), type: 'TH' as const, font: { src: bold } })),
          ...rows.map((row) => row.map(written1252)),
        ],
      };
      document.table(options);
      document.moveDown(0.5);
    },
  });
  root.end();
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    // Below the margin, where text would begin another page.
    document.page.margins.bottom = 0;
    document.markContent('Artifact', { type: 'Pagination' });
    document
      .font(regular)
      .fontSize(8)
      .text(written1252(`${foot} · Side ${page + 1} af ${count}`), margin, document.page.height - 32, {
        lineBreak: false,
      });
    document.endMarkedContent();
  }
  document.end();
  return written;
}

/** Beside Latin-1, what Windows-1252 has of punctuation and letters. */
const further = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

function written1252(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => {
    if (letter <= 'ÿ' || further.includes(letter)) return letter;
    const plain = letter.normalize('NFD').charAt(0);
    return plain <= 'ÿ' ? plain : '?';
  }).join('');
}
