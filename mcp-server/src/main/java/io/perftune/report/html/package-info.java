/// Draws a document as one HTML file that needs nothing but a browser.
@NullMarked
package io.perftune.report.html;

import org.jspecify.annotations.NullMarked;
