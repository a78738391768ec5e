/// S3 and stores that speak its protocol as a store of the lake.
@NullMarked
package io.perftune.lake.s3;

import org.jspecify.annotations.NullMarked;
