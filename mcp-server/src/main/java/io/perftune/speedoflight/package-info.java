/// What a model must read and compute for one token, and how near a deployment comes to what its
/// accelerators can do: shapes, byte formats, and every formula of the roofline in one place.
///
/// [io.perftune.speedoflight.ModelShape] counts parameters, [io.perftune.speedoflight.Decode] and
/// [io.perftune.speedoflight.Prefill] turn them into bytes and FLOPs a token, and
/// [io.perftune.speedoflight.Coordinates] places a measured rate on the roofline.
@NullMarked
package io.perftune.speedoflight;

import org.jspecify.annotations.NullMarked;
