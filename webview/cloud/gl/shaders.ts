/**
 * What the graphics card does with a point: place it, colour it from the palette, and draw a disc with a smooth edge.
 */

export const vertexShader = `#version 300 es
layout(location = 0) in vec3 before;
layout(location = 1) in vec3 after;
layout(location = 2) in uvec2 look;
uniform mat4 matrix;
uniform float size;
uniform float opacity;
uniform float time;
uniform uint pass;
uniform bool deep;
uniform sampler2D palette;
out vec4 colour;
out float diameter;

void main() {
  vec3 place = mix(before, after, time);
  gl_Position = matrix * vec4(place, 1.0);
  diameter = size;
  if (deep) diameter = clamp(size / max(gl_Position.w, 0.1), 1.0, 3.0 * size);
  // One pixel more for the smooth edge.
  gl_PointSize = diameter + 1.0;
  colour = vec4(texelFetch(palette, ivec2(look.x, 0), 0).rgb, opacity);
  // Far points of a space recede.
  if (deep) colour.a *= clamp(1.6 - 0.6 * gl_Position.w, 0.35, 1.0);
  if (look.y != pass) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
in vec4 colour;
in float diameter;
uniform uint pass;
uniform vec3 ring;
out vec4 painted;

void main() {
  float radius = 0.5 * diameter;
  float distance = length(gl_PointCoord - 0.5) * (diameter + 1.0);
  float cover = clamp(radius + 0.5 - distance, 0.0, 1.0);
  if (cover == 0.0) discard;
  vec3 ink = colour.rgb;
  if (pass == 2u) ink = mix(ink, ring, clamp(distance - (radius - 2.0) + 0.5, 0.0, 1.0));
  float alpha = colour.a * cover;
  painted = vec4(ink * alpha, alpha);
}`;
