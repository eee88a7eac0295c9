/**
 * Brings the files of a repository at one commit into a folder, whatever of them is here already: complete from an earlier
 * attempt, begun by one, or in the cache of Hugging Face's own tools. The folder's name says which commit it belongs to.
 */
import { constants, existsSync } from 'node:fs';
import { copyFile, link, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { EngineError } from '../../protocol/errors';
import type { ImportProgress } from '../../protocol/messages';
import { explainDisk, requireSpace, type FreeBytes } from '../disk';
import { renameOnceFree } from '../renameOnceFree';
import { hasContent } from './contentHash';
import { downloadFile, PARTIAL } from './downloadFile';
import { HubClient } from './hubClient';
import { hubSettings, type HubChoices, type HubSettings } from './hubSettings';
import type { Listing, RepositoryFile } from './listing';
import { isRepositoryId } from './repositoryId';
import { cachedFile, cachedListing } from './sharedCache';
import { isWeights, wantedFiles } from './wantedFiles';

const MAIN = 'main';
const REVISION = /^(?!.*\.\.)[\w][\w./-]{0,200}$/;

export interface FetchOptions extends HubChoices {
  readonly revision?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Where the files go; what an earlier attempt at the same commit left there is used. */
  readonly folderFor: (commit: string) => string;
  /** Looks at the listing before anything is fetched; throws to refuse. */
  readonly inspect?: (listing: Listing, wanted: readonly RepositoryFile[]) => void;
  /** Looks at what has come before the weights do; throws to refuse. */
  readonly beforeWeights?: (folder: string) => void;
  /** Bytes that whoever asks will write besides, from the bytes of the download. */
  readonly besides?: (bytes: number) => number;
  readonly env?: NodeJS.ProcessEnv;
  readonly free?: FreeBytes;
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface FetchedModel {
  readonly folder: string;
  readonly commit: string;
  readonly licence?: string;
}

/** Throws EngineError: `input` (no such repository), `access`, `network`, `space`, `model` (nothing usable in it). */
export async function fetchModel(id: string, options: FetchOptions): Promise<FetchedModel> {
  const revision = options.revision ?? MAIN;
  checkNames(id, revision);
  const settings = hubSettings(options, options.env);
  const client = new HubClient(settings, options.signal);
  try {
    options.onProgress?.({ phase: 'list', done: 0, total: 0 });
    const listing = await listOrRemember(client, settings, id, revision);
    const wanted = wantedFiles(id, listing);
    options.inspect?.(listing, wanted);
    const folder = options.folderFor(listing.commit);
    await new Fetch(client, settings, { id, commit: listing.commit, wanted, folder }, options).run();
    return { folder, commit: listing.commit, ...(listing.licence !== undefined && { licence: listing.licence }) };
  } finally {
    await client.close();
  }
}

function checkNames(id: string, revision: string): void {
  if (!isRepositoryId(id)) {
    throw new EngineError('input', `${id} is neither a folder nor a repository on the hub, which looks like owner/name.`);
  }
  if (!REVISION.test(revision)) throw new EngineError('input', `${revision} is no name of a branch, tag or commit.`);
}

/** Without a connection the shared cache's own record must do. */
async function listOrRemember(
  client: HubClient,
  { cache }: HubSettings,
  id: string,
  revision: string,
): Promise<Listing> {
  try {
    return await client.list(id, revision);
  } catch (error) {
    const isOffline = error instanceof EngineError && error.kind === 'network';
    const known = isOffline ? cachedListing(cache, id, revision) : undefined;
    if (known) return known;
    throw error;
  }
}

interface Job {
  readonly id: string;
  readonly commit: string;
  readonly wanted: readonly RepositoryFile[];
  readonly folder: string;
}

/** One pass over the wanted files, and the progress of it. */
class Fetch {
  private finished = 0;
  private readonly total: number;

  constructor(
    private readonly client: HubClient,
    private readonly settings: HubSettings,
    private readonly job: Job,
    private readonly options: FetchOptions,
  ) {
    this.total = job.wanted.reduce((sum, { size }) => sum + size, 0);
  }

  async run(): Promise<void> {
    const { folder, wanted } = this.job;
    const missing = this.total - (await this.bytesHere());
    await requireSpace(folder, missing + (this.options.besides?.(this.total) ?? 0), this.options.free);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw explainDisk(error, folder) ?? error;
    });
    const firstWeights = wanted.find(isWeights);
    for (const file of wanted) {
      this.options.signal?.throwIfAborted();
      if (file === firstWeights) this.options.beforeWeights?.(folder);
      await this.bring(file);
      this.finished += file.size;
      this.report('download', file, 0);
    }
  }

  private async bring(file: RepositoryFile): Promise<void> {
    const { id, commit, folder } = this.job;
    const { signal } = this.options;
    const target = join(folder, file.name);
    if (existsSync(target)) return;
    if (await this.takeFromCache(file, target)) return;
    await downloadFile((offset) => this.client.open(id, commit, file, offset), file, target, {
      ...(signal && { signal }),
      onBytes: (here) => this.report('download', file, here),
      onVerify: () => this.report('verify', file, file.size),
      pause: this.options.pause ?? ((ms) => pause(ms, undefined, signal && { signal })),
    });
  }

  /** Links rather than copies where the disk is the same: the cache's file is only ever read. */
  private async takeFromCache(file: RepositoryFile, target: string): Promise<boolean> {
    const { id, commit } = this.job;
    const cached = cachedFile(this.settings.cache, id, commit, file);
    if (cached === undefined) return false;
    this.report('verify', file, 0);
    if (!(await hasContent(cached, file, this.options.signal))) return false;
    await link(cached, target).catch(() => this.copy(cached, target));
    return true;
  }

  private async copy(from: string, target: string): Promise<void> {
    await copyFile(from, target + PARTIAL, constants.COPYFILE_FICLONE).catch((error: unknown) => {
      throw explainDisk(error, target) ?? error;
    });
    await renameOnceFree(target + PARTIAL, target);
  }

  private async bytesHere(): Promise<number> {
    const { folder, wanted } = this.job;
    const sizes = wanted.map(async ({ name }) => {
      for (const path of [join(folder, name), join(folder, name + PARTIAL)]) {
        const found = await stat(path).catch(() => undefined);
        if (found) return found.size;
      }
      return 0;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  private report(phase: 'download' | 'verify', { name }: RepositoryFile, here: number): void {
    this.options.onProgress?.({ phase, file: name, done: this.finished + here, total: this.total });
  }
}
