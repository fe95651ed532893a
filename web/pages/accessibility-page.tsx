import { Heading } from '../parts/heading.tsx';
import { useSpeech } from '../language.tsx';
import { qualityTexts } from '../quality-texts.ts';

/**
 * What the law of accessibility of public bodies' sites asks to be said, in Danish, as it is said to Danish users. Whoever runs
 * Dosisflow enters its own name and contact in its own statement at was.digst.dk; this one is of the product.
 */
export function AccessibilityRoute() {
  const { say } = useSpeech();
  return (
    <article lang="da">
      <Heading>{say(qualityTexts.accessibility)}</Heading>
      <p className="lead">
        Alle, der arbejder med Dosisflow, skal kunne bruge det: med tastatur, med skærmlæser, med forstørrelse og på en
        lille skærm. Erklæringen gælder alle Dosisflows sider.
      </p>
      <section className="part">
        <h2 className="h4">Overholdelse</h2>
        <p>
          Siderne er bygget efter WCAG 2.1 på niveau AA og den europæiske standard EN 301 549, som lov om tilgængelighed
          af offentlige organers websteder og mobilapplikationer henviser til. De overholder kravene, bortset fra det,
          der står under »Kendte mangler«.
        </p>
      </section>
      <section className="part">
        <h2 className="h4">Sådan er siderne lavet</h2>
        <ul>
          <li>Alt kan gøres med tastaturet. »Gå til indholdet« er det første, Tab når.</li>
          <li>Hver side har én overskrift, som får fokus, når siden åbnes, og som er vinduets titel.</li>
          <li>Farve står aldrig alene: det samme siges altid med et ord eller et tal.</li>
          <li>Diagrammer og kort findes også som tekst eller tabel.</li>
          <li>
            Teksten kan forstørres til 200 %, og siderne kan læses 320 billedpunkter brede uden at rulle sidelæns.
          </li>
          <li>Intet bevæger sig af sig selv. Har du bedt din computer om mindre bevægelse, er der ingen.</li>
          <li>Det, du har skrevet, bliver stående, når forbindelsen er væk, eller når serveren siger nej.</li>
        </ul>
      </section>
      <section className="part">
        <h2 className="h4">Kendte mangler</h2>
        <ul>
          <li>
            Brede tabeller, kort og forløbsdiagrammer rulles for sig selv på en smal skærm. Kravene tillader det, fordi
            de skal ses i to retninger.
          </li>
          <li>Siderne er ikke afprøvet af brugere med funktionsnedsættelse. Det er planlagt, men ikke gjort.</li>
          <li>Udskrifter fra browseren er ikke mærket op til skærmlæsere.</li>
        </ul>
      </section>
      <section className="part">
        <h2 className="h4">Hvordan det er afprøvet</h2>
        <p>
          Ved hver ændring åbnes alle sider i en rigtig browser for hver rolle og gennemgås med værktøjet axe, med
          tastatur alene, 320, 390 og 1280 billedpunkter brede. Gennemgangen er leverandørens egen.
        </p>
      </section>
      <section className="part">
        <h2 className="h4">Sig til, hvis noget ikke virker</h2>
        <p>
          Skriv eller ring til den på din arbejdsplads, der står for Dosisflow: fortæl, hvilken side det er, og hvad du
          ville gøre. Får du intet brugbart svar, kan du henvende dig til Digitaliseringsstyrelsen (digst.dk), som fører
          tilsyn med loven.
        </p>
      </section>
    </article>
  );
}
