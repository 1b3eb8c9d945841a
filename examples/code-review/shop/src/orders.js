import { query } from './database.js';
import { logIn } from './login.js';

/** All orders with their customers. */
export async function listOrders() {
  const orders = await query('SELECT * FROM orders');
  for (const order of orders) {
    order.customer = (await query('SELECT * FROM users WHERE id = ?', [order.userId]))[0];
  }
  return orders;
}

export async function ordersOf(name, password) {
  const user = await logIn(name, password);
  return (await listOrders()).filter((order) => order.userId === user.id);
}
