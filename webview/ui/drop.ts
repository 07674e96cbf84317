/**
 * Files dropped on a page. VS Code names those of its Explorer by URI, and lets a page have them while Shift is held; a file from elsewhere comes
 * without its place.
 */

const lists = ['application/vnd.code.uri-list', 'text/uri-list'];

/** `take` gets the URI of the first file that is dropped; `refuse` hears of a drop that names none. */
export function acceptFiles(page: EventTarget, take: (uri: string) => void, refuse: () => void): void {
  page.addEventListener('dragover', (event) => {
    event.preventDefault();
    (event as DragEvent).dataTransfer!.dropEffect = 'copy';
  });
  page.addEventListener('drop', (event) => {
    event.preventDefault();
    const uri = firstUri((event as DragEvent).dataTransfer!);
    if (uri === undefined) refuse();
    else take(uri);
  });
}

/** RFC 2483: one URI a line; lines that begin with # are comments. */
function firstUri(dropped: DataTransfer): string | undefined {
  return lists
    .flatMap((type) => dropped.getData(type).split(/\r?\n/))
    .find((line) => line !== '' && !line.startsWith('#'));
}
