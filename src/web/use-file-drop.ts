/** Files that are dropped anywhere on the page: taken, or at least not opened in its place, which would lose what was written. */
import { useEffect, useState } from 'preact/hooks';

/**
 * A link would be opened too; text goes where it can be written.
 * @param take undefined while no file is wanted
 * @returns whether one that is wanted is held over the page
 */
export function useFileDrop(take?: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      const { dataTransfer } = event;
      if (dataTransfer === null || isForField(event, dataTransfer)) return;
      event.preventDefault();
      const isWanted = take !== undefined && holdsFile(dataTransfer);
      dataTransfer.dropEffect = isWanted ? 'copy' : 'none';
      setOver(isWanted);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const { dataTransfer } = event;
      if (dataTransfer === null || isForField(event, dataTransfer)) return;
      event.preventDefault();
      const file = dataTransfer.files[0];
      if (file !== undefined) take?.(file);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false);
    };
    addEventListener('dragover', hold);
    addEventListener('drop', drop);
    addEventListener('dragleave', leave);
    return () => {
      removeEventListener('dragover', hold);
      removeEventListener('drop', drop);
      removeEventListener('dragleave', leave);
    };
  }, [take]);
  return isOver;
}

function holdsFile({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

function isForField({ target }: DragEvent, data: DataTransfer): boolean {
  return !holdsFile(data) && target instanceof Element && target.closest('textarea, input') !== null;
}
