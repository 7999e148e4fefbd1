// Hands a file to the person: by the phone's own sharing where it takes files, else as a download.

export async function saveFile(content: Blob, name: string): Promise<void> {
  const file = new File([content], name, { type: content.type });
  const shared = { files: [file], title: name };
  if (typeof navigator.canShare === 'function' && navigator.canShare(shared) && matchMedia('(pointer: coarse)').matches) {
    // Turned away by the person: nothing more to do. Not possible after all: a download still is.
    const done = await navigator.share(shared).then(() => true, (error: unknown) => error instanceof DOMException && error.name === 'AbortError');
    if (done) return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
