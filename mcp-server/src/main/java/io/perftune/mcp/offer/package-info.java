/// What the server offers beside its tools: resources, prompts and completions, each made when it
/// is asked for.
@NullMarked
package io.perftune.mcp.offer;

import org.jspecify.annotations.NullMarked;
