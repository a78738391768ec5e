/// What is declared: the JSON Schemas, the campaign file, the ceilings.
@NullMarked
package io.perftune.config;

import org.jspecify.annotations.NullMarked;
