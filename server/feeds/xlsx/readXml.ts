import sax from 'sax';

/** What is told of an XML document, in its order. Names are local: a prefix says nothing in a workbook. */
export interface XmlReader {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  /** A piece of text; a long text comes in several. */
  readonly text: (text: string) => void;
}

/** Reads a document as its bytes come; throws where it is not well-formed. Entities of its own are not expanded. */
export async function readXml(bytes: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const parser = sax.parser(true, { position: false });
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const local: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [attribute, value] of Object.entries(attributes))
      if (typeof value === 'string') local[attribute] = value;
    reader.open(localName(name), local);
  };
  parser.onclosetag = (name) => reader.close(localName(name));
  parser.ontext = reader.text;
  parser.oncdata = reader.text;
  const decoder = new TextDecoder('utf-8');
  let heldBack = '';
  for await (const chunk of bytes) {
    const text = heldBack + decoder.decode(chunk, { stream: true });
    // A line end may be cut in two between chunks.
    heldBack = text.endsWith('\r') ? '\r' : '';
    parser.write(withLineFeeds(heldBack === '' ? text : text.slice(0, -1)));
  }
  parser.write(withLineFeeds(heldBack + decoder.decode())).close();
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** XML's own rule for line ends, which the library leaves to its caller. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
