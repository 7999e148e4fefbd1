// What the build hands to the phone's code.
/// <reference types="vite/client" />

/** Names the deciding code of this build (tools/build-id.ts). */
declare const __BUILD__: string;
