/**
 * What a pure function gave for an object, remembered as long as the object lives. A step asks some fifty guards about one
 * and the same context; contexts and facts are never changed in place, only replaced.
 */
export function once<Of extends object, Derived>(derive: (of: Of) => Derived): (of: Of) => Derived {
  const known = new WeakMap<Of, { derived: Derived }>();
  return (of) => {
    let found = known.get(of);
    if (!found) {
      found = { derived: derive(of) };
      known.set(of, found);
    }
    return found.derived;
  };
}

/** The same by text, for the latest some thousands of texts. */
export function remembered<Derived>(derive: (text: string) => Derived): (text: string) => Derived {
  const known = new Map<string, Derived>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = derive(text);
      if (known.size >= mostTexts) known.clear();
      known.set(text, found);
    }
    return found;
  };
}

const mostTexts = 10_000;
