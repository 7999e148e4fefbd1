// The village's calendar day, for whoever has the moment.
export { dayAt } from '../road/clock.ts';
