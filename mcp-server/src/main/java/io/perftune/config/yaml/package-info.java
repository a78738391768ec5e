/// YAML 1.2 files that people write, as JSON, and what is wrong with them by line and column.
@NullMarked
package io.perftune.config.yaml;

import org.jspecify.annotations.NullMarked;
