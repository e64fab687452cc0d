// Asks for the figures while somebody can see them. SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HallLink } from '../counter/link';

/** Asked at once, again each `everyMs`, and when the page comes back into sight; never twice at a time. */
export function usePoll<Answer>(link: HallLink, name: string, everyMs: number): Answer | undefined {
  const [answer, setAnswer] = useState<Answer>();
  const asking = useRef(false);
  const asked = useRef(0);
  const live = link.phase === 'live';
  useEffect(() => {
    async function ask() {
      if (asking.current || document.hidden || link.phase !== 'live' || Date.now() - asked.current < everyMs - 250) return;
      asking.current = true;
      asked.current = Date.now();
      const done = await link.ask(name);
      asking.current = false;
      if (done.status === 'ok') setAnswer(done.data as Answer);
    }
    asked.current = 0;
    void ask();
    const timer = setInterval(ask, 500);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [live, name, everyMs]);
  return answer;
}
