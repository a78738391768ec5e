/// Draws figures by JFreeChart, in vectors or pixels alike: what the PDF and the pictures share.
@NullMarked
package io.perftune.report.plot;

import org.jspecify.annotations.NullMarked;
