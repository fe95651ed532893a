import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Text } from './api.ts';
import { asPatient, saysPatientAs } from './patient-words.ts';
import { myself } from './questions.ts';

export type Language = 'da' | 'en';

interface Speech {
  language: Language;
  change: () => void;
  say: (text: Text) => string;
  /** A day and a time of day in Denmark, wherever the reader is. */
  instant: (at: string) => string;
  day: (date: string) => string;
  /** Of 2026-11. */
  month: (month: string) => string;
  /** With the language's marks for thousands and decimals, two decimals at most. */
  number: (value: number) => string;
  /** Of an amount in øre. */
  kroner: (ore: number) => string;
}

const key = 'dosisflow.language';
const timeZone = 'Europe/Copenhagen';
const LanguageContext = createContext<Speech | undefined>(undefined);

export function SpeakLanguage({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(localStorage.getItem(key) === 'en' ? 'en' : 'da');
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(key, language);
  }, [language]);
  const { data: me } = useQuery(myself);
  const isPatient = saysPatientAs(me?.role);
  const speech = useMemo((): Speech => {
    const locale = language === 'da' ? 'da-DK' : 'en-GB';
    const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
    const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
    const months = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'DKK' });
    return {
      language,
      change: () => setLanguage(language === 'da' ? 'en' : 'da'),
      say: (text) => (isPatient ? asPatient(text[language], language) : text[language]),
      instant: (at) => instants.format(new Date(at)),
      day: (date) => days.format(new Date(date)),
      month: (month) => months.format(new Date(`${month}-01T00:00Z`)),
      number: (value) => numbers.format(value),
      kroner: (ore) => amounts.format(ore / 100),
    };
  }, [language, isPatient]);
  return <LanguageContext value={speech}>{children}</LanguageContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(LanguageContext);
  if (!speech) throw new Error('Expected a language around every page');
  return speech;
}
