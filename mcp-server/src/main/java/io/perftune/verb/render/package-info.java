/// report_render: reads the atlas, makes sure that it is what the cells hold now, and writes the
/// report.
@NullMarked
package io.perftune.verb.render;

import org.jspecify.annotations.NullMarked;
