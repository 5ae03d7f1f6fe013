// What the server-only marker resolves to outside Next.
export {};
