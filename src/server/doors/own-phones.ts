// The phones somebody is signed in on, for themselves: to see that none is strange, and to shut out one that is lost.
import type { FastifyInstance } from 'fastify';
import { openDevicesOf, setRevoked, type OwnDevice } from '../db/sessions.ts';
import type { House } from './house.ts';
import { deed } from './noting.ts';
import { Problem } from './problem.ts';

export function ownPhonesDoors(app: FastifyInstance, house: House): void {
  app.get('/api/me/devices', async (request): Promise<readonly OwnDevice[]> => {
    const who = await request.seat();
    return await house.db.inCommune(who.commune, 'read', (tx) => openDevicesOf(tx, who.person, who.now));
  });
  // Only the office lets it in again: whoever found the phone may know the password too.
  app.post<{ Params: { device: string } }>('/api/me/devices/:device/revoke', async (request) => {
    const who = await request.seat();
    const { device } = request.params;
    const now = house.clock();
    const shut = await house.db.inCommune(who.commune, 'write', async (tx) => {
      const own = await openDevicesOf(tx, who.person, now);
      // Not the phone in hand: leaving that one is a press away, and sends what waits first.
      if (device === who.device || !own.some((one) => one.device === device)) return false;
      await setRevoked(tx, device, now);
      await deed(tx, who, { at: now, what: 'device.revoke', about: { device } });
      return true;
    });
    if (!shut) throw new Problem(404, 'device.unknown');
    return { device, revokedAt: now };
  });
}
