/** Colours as the page computes them, and how well one can be read on another. */
import type { Page } from 'playwright-core';

/** A colour of the first element that matches, as CSS computes it. */
export function colourAt(page: Page, selector: string, property: 'color' | 'backgroundColor'): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name], property);
}

/** Contrast as WCAG defines it, from 1 to 21. A translucent foreground is laid over the background first. */
export function contrast(foreground: string, background: string): number {
  const below = parts(background);
  const [red, green, blue, alpha] = parts(foreground);
  const over = ([red, green, blue] as const).map((value, i) => value * alpha + (below[i] ?? 0) * (1 - alpha));
  const [light = 0, dark = 0] = [luminance(over), luminance(below)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function parts(css: string): readonly [number, number, number, number] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours that the overview ruler shows, pixel by pixel, without what is transparent. */
export function rulerColours(
  page: Page,
  editorSelector: string,
): Promise<readonly (readonly [number, number, number])[]> {
  return page.locator(`${editorSelector} canvas.decorationsOverviewRuler`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours: [number, number, number][] = [];
    for (let i = 0; i + 3 < data.length; i += 4) {
      if ((data[i + 3] ?? 0) > 128) colours.push([data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0]);
    }
    return colours;
  });
}
