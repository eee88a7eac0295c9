/**
 * Shows frames in place, each long enough to be seen: passes take milliseconds, eyes do not. Frames queue up while the
 * run goes on, so showing them never slows a run down, and a long queue plays faster.
 */
import { createLogUpdate } from 'log-update';
import { setTimeout as delay } from 'node:timers/promises';

const FRAME_MS = 60;
/** The most that the result may wait for its frames. */
const LONGEST_WAIT_MS = 1200;

export class FramePlayer {
  private readonly frames: string[] = [];
  private readonly update: ReturnType<typeof createLogUpdate>;
  private playing: Promise<void> | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.update = createLogUpdate(stream);
  }

  push(frame: string): void {
    this.frames.push(frame);
    this.playing ??= this.play();
  }

  /** Plays what is left, then takes the picture away: what stays on the screen is printed the ordinary way. */
  async finish(): Promise<void> {
    await this.playing;
    this.update.clear();
    this.update.done();
  }

  private async play(): Promise<void> {
    for (let frame = this.frames.shift(); frame !== undefined; frame = this.frames.shift()) {
      this.update(frame);
      await delay(Math.min(FRAME_MS, LONGEST_WAIT_MS / (this.frames.length + 1)));
    }
    this.playing = undefined;
  }
}
