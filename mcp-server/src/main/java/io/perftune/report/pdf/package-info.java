/// Draws a document as a PDF of vectors and selectable text.
@NullMarked
package io.perftune.report.pdf;

import org.jspecify.annotations.NullMarked;
