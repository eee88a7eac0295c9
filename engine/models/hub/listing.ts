/**
 * What a repository holds at one commit, as the hub's API tells it:
 * `GET /api/models/{id}/revision/{revision}?blobs=true` (https://huggingface.co/docs/hub/api).
 */
import { z } from 'zod';

import { EngineError } from '../../protocol/errors';

/** How the content of a file is known: large ones by sha256, those in git itself by git's blob hash. */
export interface ContentHash {
  readonly kind: 'sha256' | 'git-blob';
  readonly hex: string;
}

export interface RepositoryFile {
  readonly name: string;
  readonly size: number;
  /** Absent where only the length can be checked. */
  readonly hash?: ContentHash;
}

export interface Listing {
  /** Full hash of the commit. */
  readonly commit: string;
  readonly files: readonly RepositoryFile[];
  readonly licence?: string;
}

const size = z.number().int().nonnegative();
const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const listingSchema = z.object({
  sha: sha1,
  cardData: z.object({ license: z.unknown() }).partial().nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: size.nullish(),
      blobId: sha1.nullish(),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size }).nullish(),
    }),
  ),
});

/** Throws EngineError `network` if the answer is not what the hub's API gives. */
export function parseListing(json: unknown, from: string): Listing {
  const parsed = listingSchema.safeParse(json);
  if (!parsed.success) {
    throw new EngineError('network', `${from} does not answer as a Hugging Face hub does. Check the endpoint.`);
  }
  const { sha, siblings, cardData } = parsed.data;
  const licence = cardData?.license;
  return { commit: sha, files: siblings.map(fileOf), ...(typeof licence === 'string' && { licence }) };
}

function fileOf({ rfilename, size, blobId, lfs }: z.infer<typeof listingSchema>['siblings'][number]): RepositoryFile {
  if (lfs) return { name: rfilename, size: lfs.size, hash: { kind: 'sha256', hex: lfs.sha256 } };
  return { name: rfilename, size: size ?? 0, ...(blobId && { hash: { kind: 'git-blob', hex: blobId } }) };
}
