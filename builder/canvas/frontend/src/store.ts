// A value that parts of the page look at without being drawn anew when something else in it changes.
import { useSyncExternalStore } from "react";

export type Store<T> = {
  get: () => T;
  set: (change: Partial<T> | ((now: T) => Partial<T>)) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createStore<T extends object>(initial: T): Store<T> {
  let now = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set: (change) => {
      const part = typeof change === "function" ? change(now) : change;
      now = { ...now, ...part };
      listeners.forEach((listener) => listener());
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `select` must answer the same value for the same state, else the part is drawn for ever. */
export function useStored<T extends object, V>(store: Store<T>, select: (state: T) => V): V {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
