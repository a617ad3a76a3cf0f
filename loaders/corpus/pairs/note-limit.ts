const maxNotes = 50; // a file that is not JSON at all has thousands

/** Collects notes on the lines of one file; after the first fifty it only counts them, and ends with that count. */
export function limitNotes(notes: string[], name: string): {add: (note: string) => void; end: () => void} {
  let count = 0;
  return {
    add: (note) => {
      if (++count <= maxNotes) notes.push(note);
    },
    end: () => {
      if (count > maxNotes) notes.push(`${name}: ${count - maxNotes} more were skipped`);
    }
  };
}
