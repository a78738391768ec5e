/// The MCP server over standard input and output: reads calls, calls a verb, writes the reply; no
/// decisions.
@NullMarked
package io.perftune.mcp;

import org.jspecify.annotations.NullMarked;
