/**
 * The day's charts as ECharts options (pure). ECharts: axes, tooltips and resizing for thousands of
 * points, well kept by Apache; of it only lines, bars and the canvas are taken.
 */

import type { Interval } from "../../wire/messages";

export const INTERVAL_S = 1800;

interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly kind: "bar" | "line";
  readonly colour: string;
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly most: number | null;
  readonly series: readonly Series[];
}

export function hoursOf(trend: readonly Interval[], zone: string): string[] {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  });
  return trend.map(({ begins }) => clock.format(begins * 1000));
}

/** `word` gives the texts; half hours in which nobody came have no rates. */
export function chartsOf(
  trend: readonly Interval[],
  word: (path: string) => string,
  colours: { brand: string; good: string; warn: string },
): Chart[] {
  const figures = trend.map((each) => each.figures);
  const rate = (pick: (at: number) => number): (number | null)[] =>
    figures.map(({ offered }, at) => (offered === 0 ? null : Math.round(1000 * pick(at)) / 10));
  const of = (at: number) => figures[at] ?? { connection_rate: 0, service_level: 0 };
  const title = (name: string) => word(`figure.${name}.title`);
  return [
    {
      title: word("board.chart.calls"),
      unit: word("board.pen.calls"),
      most: null,
      series: [
        {
          name: title("offered"),
          values: figures.map(({ offered }) => offered),
          kind: "bar",
          colour: colours.brand,
        },
        {
          name: title("connected"),
          values: figures.map(({ connected }) => connected),
          kind: "bar",
          colour: colours.good,
        },
      ],
    },
    {
      title: word("board.chart.rates"),
      unit: word("board.pen.share"),
      most: 100,
      series: [
        {
          name: title("connection_rate"),
          values: rate((at) => of(at).connection_rate),
          kind: "line",
          colour: colours.good,
        },
        {
          name: title("service_level"),
          values: rate((at) => of(at).service_level),
          kind: "line",
          colour: colours.brand,
        },
      ],
    },
    {
      title: word("board.chart.waits"),
      unit: word("board.pen.seconds"),
      most: null,
      series: [
        {
          name: title("wait_mean_s"),
          values: figures.map(({ wait_mean_s }) => Math.round(wait_mean_s)),
          kind: "line",
          colour: colours.brand,
        },
        {
          name: title("wait_longest_s"),
          values: figures.map(({ wait_longest_s }) => Math.round(wait_longest_s)),
          kind: "line",
          colour: colours.warn,
        },
      ],
    },
  ];
}

export function optionOf(chart: Chart, hours: readonly string[]) {
  return {
    animation: false,
    title: {
      text: chart.title,
      top: 0,
      left: 0,
      padding: 0,
      textStyle: { fontSize: 13, fontWeight: 600 },
    },
    legend: { top: 24, left: 0, itemWidth: 12, itemHeight: 8 },
    grid: { left: 44, right: 8, top: 76, bottom: 24 },
    tooltip: { trigger: "axis" as const },
    xAxis: { type: "category" as const, data: [...hours] },
    yAxis: {
      type: "value" as const,
      name: chart.unit,
      minInterval: 1,
      ...(chart.most === null ? {} : { max: chart.most }),
    },
    series: chart.series.map(({ name, values, kind, colour }) => ({
      name,
      type: kind,
      data: [...values],
      color: colour,
      showSymbol: values.filter((value) => value !== null).length < 3, // no line yet
      connectNulls: true,
    })),
  };
}
