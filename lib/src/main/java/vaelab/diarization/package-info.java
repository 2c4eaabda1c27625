/**
 * Who speaks when, as plain data: turns, files, scores, and the way from a posterior to an answer.
 */
package vaelab.diarization;
