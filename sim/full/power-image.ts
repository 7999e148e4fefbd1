// A power cut as the kernel makes it: the database lies on an ext4 file system in an image; what was not flushed is not in its copy.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const IMAGE_MB = 2_048;

export interface Disk {
  /** Folder of the mounted file system. */
  readonly at: string;
  /**
   * The file system as it is on the disk at this moment, mounted elsewhere after its own recovery. The caller has stopped
   * whoever writes. Answers the folder, and how to put it away.
   */
  cut(): { readonly at: string; away(): void };
  away(): void;
}

function run(program: string, ...args: readonly string[]): string {
  const ran = spawnSync(program, args, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${(ran.stderr ?? '').trim() || ran.error?.message}`);
  return ran.stdout.trim();
}

/** A disk of our own below `folder`; a sentence where this machine does not let us have one. */
export function makeDisk(folder: string): Disk | string {
  const image = join(folder, 'disk.img');
  const at = join(folder, 'disk');
  try {
    mkdirSync(at, { recursive: true });
    run('truncate', '-s', `${IMAGE_MB}M`, image);
    run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image);
    const loop = mountImage(image, at);
    chmodSync(at, 0o755);
    return { at, cut: () => cutOf(folder, image, loop), away: () => unmount(at, image) };
  } catch (error) {
    rmSync(image, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

function mountImage(image: string, at: string): string {
  const loop = run('losetup', '--find', '--show', image);
  try {
    run('mount', '-t', 'ext4', loop, at);
  } catch (error) {
    spawnSync('losetup', ['--detach', loop]);
    throw error;
  }
  return loop;
}

function unmount(at: string, image: string): void {
  let said = '';
  for (let tries = 0; ; tries++) {
    const ran = spawnSync('umount', [at], { encoding: 'utf8' });
    if (ran.status === 0 || /not mounted/.test(ran.stderr)) break;
    said = ran.stderr;
    if (tries === 50) throw new Error(`${at} cannot be unmounted: ${said.trim()}`);
    spawnSync('sleep', ['0.1']);
  }
  for (const line of run('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE').split('\n')) {
    const [loop, file] = line.trim().split(/\s+/);
    if (file === image && loop) spawnSync('losetup', ['--detach', loop]);
  }
  rmSync(image, { force: true });
}

/** Sectors the loop device has been given so far: field 7 of the kernel's block statistics. */
const written = (loop: string): string => readFileSync(`/sys/block/${loop.slice('/dev/'.length)}/stat`, 'utf8').trim().split(/\s+/)[6]!;

let cuts = 0;

function cutOf(folder: string, image: string, loop: string): { readonly at: string; away(): void } {
  cuts += 1;
  const copy = join(folder, `cut${cuts}.img`);
  const at = join(folder, `cut${cuts}`);
  mkdirSync(at);
  // The kernel may write old pages back while the copy is made: a disk that stops does not. Then it is copied again.
  for (let tries = 0; ; tries++) {
    const before = written(loop);
    run('cp', '--sparse=always', image, copy);
    if (written(loop) === before) break;
    if (tries === 20) throw new Error('the disk does not come to rest');
  }
  mountImage(copy, at);
  return { at, away: () => { unmount(at, copy); rmSync(at, { recursive: true, force: true }); } };
}
