// What the build hands to the phone's code.
/// <reference types="vite/client" />
