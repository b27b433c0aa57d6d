/** The task of a replica from its setup. */
import { ClassifierTask, type ClassifierTaskSetup } from './classifier-task.js';
import { LanguageModelTask, type LanguageModelTaskSetup } from './language-model-task.js';
import type { ReplicaPlace, StepTask } from './step-task.js';

export type TaskSetup = ClassifierTaskSetup | LanguageModelTaskSetup;

export function createTask(setup: TaskSetup, place: ReplicaPlace): StepTask {
  return setup.kind === 'classifier' ? new ClassifierTask(setup, place) : new LanguageModelTask(setup, place);
}
