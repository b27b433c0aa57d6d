/** A button that copies a command; shown only where a script runs. */

const DONE_MILLISECONDS = 1500;

export function makeCopyButton(button: HTMLButtonElement, command: HTMLElement): void {
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      // Without a secure address there is no clipboard: the command is selected, to be copied by hand.
      getSelection()?.selectAllChildren(command);
      button.textContent = 'Selected';
    }
    setTimeout(() => {
      button.textContent = name;
    }, DONE_MILLISECONDS);
  });
}
