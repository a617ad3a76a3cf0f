import * as Plot from "npm:@observablehq/plot";
import {colouredChunks, others} from "./colouredChunks.js";
import type {ClusterRow} from "./corpusQueries.js";
import {count, percent, plural, times} from "../ui/format.js";
import type {Row} from "../shared/schema.js";
import {excerpt} from "../shared/excerpt.js";
import {visible} from "../ui/visible.js";
import {ChartLinks, type ChartOptions} from "../ui/charts/chart.js";

/** Clusters on a map: near means similar, the size is their pairs, the colour the chunk that most of them come from. */
export function ClusterMap(
  clusters: readonly ClusterRow[],
  {sources, width = 640, link}: ChartOptions & {sources: readonly string[]; link: (cluster: number) => string}
): Node {
  const domain = colouredChunks(sources);
  const chunk = ({source}: ClusterRow): string => (source === null || !domain.includes(source) ? others : source);
  const most = Math.max(1, ...clusters.map(({pairs}) => pairs));
  const size = Math.min(width, 900);
  const largest = Math.max(4, Math.min(width < 500 ? 12 : 18, 320 / Math.sqrt(clusters.length))); // px
  return ChartLinks(
    Plot.plot({
      width,
      height: Math.round(size * (width < 500 ? 0.9 : 0.62)),
      margin: 12,
      x: {axis: null, inset: 14},
      y: {axis: null, inset: 14},
      r: {domain: [0, most], range: [0, largest]},
      color: {
        domain,
        scheme: "observable10",
        legend: true,
        tickFormat: (source: string) => excerpt(visible(source), 40)
      },
      marks: [
        Plot.dot(clusters, {
          x: "x",
          y: "y",
          r: "pairs",
          fill: chunk,
          fillOpacity: 0.55,
          stroke: chunk,
          strokeWidth: 0.5,
          sort: {channel: "r", reverse: true},
          href: ({id}: ClusterRow) => link(id)
        }),
        Plot.tip(
          clusters,
          Plot.pointer({
            x: "x",
            y: "y",
            lineWidth: 28,
            title: tipOf
          })
        )
      ]
    })
  );
}

const tipOf = ({id, summary, pairs, base, source, purity}: ClusterRow): string =>
  [
    `cluster ${id}: ${visible(excerpt(summary, 160))}`,
    `${plural(pairs, "pair")}, ${percent(base)} of the corpus`,
    ...(source === null ? [] : [`${percent(purity)} of them from ${visible(source)}`])
  ].join("\n");

/** The share of each chunk that is in a cluster (dots), and that of the whole corpus (line). */
export function ClusterByChunk(
  chunks: readonly Row<"corpus_cluster_chunks">[],
  {base, width = 480}: ChartOptions & {base: number}
): Node {
  return Plot.plot({
    width,
    height: 60 + chunks.length * 34,
    marginBottom: 42,
    marginLeft: 8,
    marginRight: 56,
    marginTop: 14,
    style: {fontSize: "12px"},
    x: {
      labelOffset: 38,
      label: "pairs of the chunk that have it (%)",
      percent: true,
      zero: true,
      grid: true,
      nice: true
    },
    y: {axis: null, type: "point", padding: 0.7, domain: chunks.map(({source}) => source)},
    marks: [
      Plot.ruleX([base], {stroke: "var(--theme-foreground)", strokeDasharray: "4 3"}),
      Plot.link(chunks, {x1: 0, x2: "share", y1: "source", y2: "source", stroke: "var(--theme-foreground-faint)"}),
      Plot.dot(chunks, {
        x: "share",
        y: "source",
        fill: "var(--theme-foreground-focus)",
        r: 4.5,
        title: ({source, pairs, share, lift}: Row<"corpus_cluster_chunks">) =>
          `${visible(source)}: ${count(pairs)} pairs, ${percent(share)} of the chunk, ${times(lift)}`
      }),
      Plot.text(chunks, {
        y: "source",
        text: ({source}: Row<"corpus_cluster_chunks">) => visible(source),
        frameAnchor: "left",
        textAnchor: "start",
        dy: -11,
        lineWidth: width / 12,
        textOverflow: "ellipsis"
      }),
      Plot.text(chunks, {
        y: "source",
        text: ({lift}: Row<"corpus_cluster_chunks">) => times(lift),
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10
      })
    ]
  });
}
