/**
 * Figures in one style: curves over epochs, bars, grids of small images, several panels side by
 * side.
 *
 * <p>Everything runs headless on XChart and Java2D and returns a chart or an image; nothing opens a
 * window. What goes in are plain arrays, so that any method and any data set can be drawn:
 *
 * <ul>
 *   <li>{@link vaelab.plot.Curves}: lines over epochs with dashed reference values, such as the pi
 *       and b that generated the data, or the numbers of the paper
 *   <li>{@link vaelab.plot.Bars}: grouped bars, one group a class
 *   <li>{@link vaelab.plot.ImageGrid}: mixtures, sources and reconstructions, labelled and framed
 *   <li>{@link vaelab.plot.TimeTracks}: spectrograms, posteriors and turns over one time axis
 *   <li>{@link vaelab.plot.Panels}: panels A, B, C of one figure
 *   <li>{@link vaelab.plot.Figures}: chart to image, image to PNG file
 * </ul>
 *
 * <p>Sizes are given in points. Images hold two pixels a point, so that they stay sharp on screens
 * of high density and in print; {@link vaelab.plot.Figures#pixelsPerPoint} tells a display by how
 * much to shrink them. Tests compare the series of charts, never pixels: fonts differ between
 * machines.
 */
package vaelab.plot;
