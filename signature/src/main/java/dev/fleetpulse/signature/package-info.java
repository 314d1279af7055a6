/**
 * Same bug, same signature: stack traces of many languages as frames, the frames that tell which
 * bug it is, and the hash and the category made of them. Pure: text in, values out.
 */
package dev.fleetpulse.signature;
