/**
 * What the other files of the project say about an open cell, as `recall.ts` asks the document itself. Code repeats itself
 * within a project more than between projects (Hellendoorn & Devanbu 2017, "nested cache models"). There is so much of it
 * that one neighbour stands anywhere: two in a row on one side have to agree.
 */
import { Best, type Recall } from './best';
import type { ProjectText } from './projectText';
import type { Neighbours } from './recall';
import { agreeing } from './side';

/** Neighbours in a row that have to agree, on either side. */
const LEAST = 2;

/** `undefined`: no two of the neighbours stand elsewhere in the project. */
export function projectRecall(project: ProjectText, left: Neighbours, right: Neighbours): Recall | undefined {
  const { ids } = project;
  const best = new Best(left.distance, right.distance);
  for (const first of project.standing(left.ids[1], left.ids[0])) {
    const at = first + 1 + left.distance;
    best.take(project.at(at), agreeing(ids, first + 1, -1, left.ids), agreeing(ids, at + right.distance, 1, right.ids));
  }
  for (const first of project.standing(right.ids[0], right.ids[1])) {
    const at = first - right.distance;
    const onLeft = agreeing(ids, at - left.distance, -1, left.ids);
    // Else it was taken above.
    if (onLeft < LEAST) best.take(project.at(at), onLeft, agreeing(ids, first, 1, right.ids));
  }
  return best.recall();
}
