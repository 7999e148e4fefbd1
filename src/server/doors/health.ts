// GET /api/health: whether the server and its database answer, for whoever watches the machine.
import type { FastifyInstance } from 'fastify';
import { listCommunes } from '../db/communes.ts';
import type { House } from './house.ts';

export function healthDoor(app: FastifyInstance, house: House): void {
  app.get('/api/health', { exposeHeadRoute: true }, async () => {
    await house.db.inHouse(listCommunes);
    return { ok: true, epoch: house.db.epoch, build: house.rules.build };
  });
}
