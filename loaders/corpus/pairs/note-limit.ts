const mostNotes = 50; // a file that is not JSON at all has thousands

/** Collects notes on the lines of one file; after the first fifty it only counts, and says so at the end. */
export function limitNotes(notes: string[], name: string): {add: (note: string) => void; end: () => void} {
  let count = 0;
  return {
    add: (note) => {
      if (++count <= mostNotes) notes.push(note);
    },
    end: () => {
      if (count > mostNotes) notes.push(`${name}: ${count - mostNotes} more were skipped`);
    }
  };
}
