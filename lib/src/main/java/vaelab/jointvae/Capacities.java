package vaelab.jointvae;

/**
 * What the two KL divergences of one step are held to.
 *
 * @param z capacity C_z of the continuous latents, nats
 * @param c capacity C_c of the category, nats
 */
record Capacities(double z, double c) {}
