// A line of content: words, with the fields in it as chips.
import { CHIP } from "../wire";

export function Content({ line }: { line: string }) {
  return line.split(CHIP).map((piece, number) =>
    number % 2 ? (
      <span className="chip" key={number}>
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}

/** The line as it is read out. */
export const spoken = (line: string) => line.replaceAll(CHIP, "");
