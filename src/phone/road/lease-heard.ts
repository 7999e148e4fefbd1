// Passes on the lease that comes with the server's answers to whoever keeps the keys of the phone.

type Listener = (device: string, said: string) => void;
let listener: Listener | null = null;

/** One listener for the whole phone: its seats. */
export function onLease(heard: Listener): void {
  listener = heard;
}

/** @param said the header `NR-Lease`; null where the answer had none */
export function hearLease(device: string | null, said: string | null): void {
  if (device !== null && said !== null) listener?.(device, said);
}
